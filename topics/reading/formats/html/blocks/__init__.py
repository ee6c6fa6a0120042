"""Which visible blocks of a page are its text, beyond those that trafilatura takes?"""
