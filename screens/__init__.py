"""What a person sees in the browser: the only room that knows Streamlit."""
