using MlOps.Import.Reports;
using MlOps.Import.Source;

namespace MlOps.Import;

/// <summary>A table of the source that can be taken.</summary>
/// <param name="Plan">How it is read.</param>
/// <param name="Report">What becomes of it.</param>
/// <param name="Tenants">Those that its rows name; null stands for rows that name none.</param>
/// <param name="RepeatedKeys">What more than one of its rows has as its key.</param>
internal sealed record ImportPass(TablePlan Plan, ImportedTable Report, IReadOnlyList<string?> Tenants, IReadOnlySet<string> RepeatedKeys);
