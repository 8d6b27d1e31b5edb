namespace MlOps.Import.Source;

/// <summary>A second table, with rows that are parts of a row of the first one. They are read as one document, an array.</summary>
/// <param name="Name">The name of the document.</param>
/// <param name="Table">The table of the parts.</param>
/// <param name="Reference">Its column with the key of the whole.</param>
internal sealed record SourceChildren(string Name, string Table, string Reference);
