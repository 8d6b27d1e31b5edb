namespace MlOps.Import.Files;

/// <summary>A record of a file.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Values">A value for each column, in the order of the columns. Null where it is missing.</param>
/// <param name="Fault">What is wrong with the line. Null if nothing is.</param>
internal sealed record FileRecord(FileLine Line, string?[] Values, string? Fault = null);
