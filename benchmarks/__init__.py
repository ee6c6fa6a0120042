"""How fast and how good are the results, compared with other libraries?"""
