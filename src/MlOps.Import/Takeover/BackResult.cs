namespace MlOps.Import.Takeover;

/// <summary>What a way back found in ours: the rows that were written after the switch.</summary>
/// <param name="New">Those that the old tables could have, and lack.</param>
/// <param name="Housekeeping">Those of tables that have no like among the old ones, such as the runs of jobs.</param>
internal sealed record BackResult(IReadOnlyList<NewRows> New, IReadOnlyList<NewRows> Housekeeping);
