namespace MlOps.Import.Reports;

/// <summary>A row of the source that was refused.</summary>
/// <param name="Table">Its table in the source.</param>
/// <param name="Id">Its id in the source.</param>
/// <param name="Column">The column at fault, by its name in the source; null if it is not a single one.</param>
/// <param name="Value">The value of the column.</param>
/// <param name="Reason">The rule that the row breaks.</param>
public sealed record RefusedImport(string Table, string Id, string? Column, string? Value, string Reason);
