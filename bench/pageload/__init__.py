"""What the page's bench needs: a slow line, a served tour, a phone that notes times."""
