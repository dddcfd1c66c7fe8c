"""The public register of schools: its rows here, loading them from its file, looking a school up, taking its facts."""
