"""What is inside an archive, and how much of it is unpacked?"""
