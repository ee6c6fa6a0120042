"""How do documents of office programs and electronic books become sections?"""
