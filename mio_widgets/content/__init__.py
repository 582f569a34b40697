"""The workbook's content: typed models, loading, and the rules it must satisfy."""
