using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Stores few rows in the way of many: by COPY, straight or through temporary tables.</summary>
internal static class LargeBatch
{
    public static Task<long> StoreAsync(DbContext context, IReadOnlyList<object> rows) => context.InTransactionAsync(
        async () =>
        {
            RowPreparation.Prepare(context, rows);
            var batch = await Batch.PlanAsync(context, rows, default);
            await batch.CopyAsync(context, default);
            return (long)rows.Count;
        },
        default);
}
