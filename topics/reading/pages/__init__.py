"""What do the lines of a page make together: furniture, articles, sections."""
