namespace MlOps.Import.Reports;

/// <summary>A row of the source that was not taken.</summary>
/// <param name="Table">Its table there.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Column">The column at fault, as the source calls it; null if it is not one alone.</param>
/// <param name="Value">What the column holds.</param>
/// <param name="Reason">Which rule it breaks.</param>
public sealed record RefusedImport(string Table, string Id, string? Column, string? Value, string Reason);
