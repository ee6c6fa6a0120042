"""Which lines of a mail, a post or a conversation are not the words of its writer?"""
