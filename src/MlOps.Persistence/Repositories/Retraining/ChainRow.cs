using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>A row of mlops_verify_chains.</summary>
internal sealed record ChainRow(
    string Chain, long Length, string Head, string? Fault, long? FaultPosition, string? FaultKind, Guid? FaultRow)
{
    public static async Task<IReadOnlyList<ChainReport>> ReadAsync(
        MlOpsDbContext context, string? modelName, CancellationToken cancellationToken)
    {
        var rows = await context.QuerySql<ChainRow>(
            $"""
            SELECT chain AS "Chain", length AS "Length", head AS "Head", fault AS "Fault", fault_position AS "FaultPosition",
                fault_kind AS "FaultKind", fault_row AS "FaultRow"
            FROM mlops_verify_chains({modelName}::text)
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToReport())];
    }

    private ChainReport ToReport() => new()
    {
        ModelName = Chain.Length == 0 ? null : Chain,
        Length = Length,
        Head = Head,
        Fault = Fault is null ? null : Enum.GetValues<ChainFault>().Single(fault => Name(fault) == Fault),
        FaultPosition = FaultPosition,
        FaultKind = FaultKind,
        FaultRowId = FaultRow,
    };

    private static string Name(ChainFault fault) => JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.ToString());
}
