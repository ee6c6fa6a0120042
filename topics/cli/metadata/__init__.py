"""Which commands relate topics to what is known of the documents?"""
