namespace MlOps.Import.Takeover;

/// <summary>Rows that were written into a table of ours after the switch. The old tables lack them.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">How many.</param>
internal sealed record NewRows(string Table, long Rows);
