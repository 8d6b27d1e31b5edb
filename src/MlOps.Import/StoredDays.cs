using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Import.Source;
using MlOps.Persistence;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Import;

/// <summary>
/// The days of a table of which the target has all rows, and no others. They need not be read again, so that an import which was killed
/// goes on about where it stopped.
/// </summary>
internal static class StoredDays
{
    /// <summary>Finds such days. Asks the source only for days of which the target has rows.</summary>
    public static async Task<IReadOnlyList<DayCount>> FindCompleteAsync(
        SourceDatabase source,
        MlOpsDbContext context,
        PlannedTable table,
        SourceRows rows,
        CancellationToken cancellationToken)
    {
        if (table.Mapping.CountedAs is not { } type || !source.HasHashes || !new SourceQuery(table.Plan).CanCountDays)
            return [];

        var stored = await CountStoredAsync(context, type, cancellationToken).ConfigureAwait(false);
        if (stored.Count == 0)
            return [];

        var sql = new SourceQuery(table.Plan).WriteDaysSql(rows, stored.Select(day => day.Day));
        var days = await source.ReadDaysAsync(sql, rows.Parameters(table.Plan), cancellationToken).ConfigureAwait(false);
        var byDay = stored.ToDictionary(day => day.Day);
        return days.FindAll(day => byDay.TryGetValue(day.Day, out var other) && day.HasSameRows(other));
    }

    private static Task<List<DayCount>> CountStoredAsync(MlOpsDbContext context, Type type, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var command = new NpgsqlCommand(WriteSql(context, type), (NpgsqlConnection)context.Database.GetDbConnection())
                {
                    Transaction = (NpgsqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction(),
                    // A large table takes long.
                    CommandTimeout = 0,
                };
                await using (command.ConfigureAwait(false))
                {
                    command.Parameters.AddWithValue("tenant", context.TenantId);
                    return await SourceDatabase.ReadDaysAsync(command, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private static string WriteSql(MlOpsDbContext context, Type type)
    {
        var entityType = context.Model.FindEntityType(type)!;
        var table = StoreObjectIdentifier.Create(entityType, StoreObjectType.Table)!.Value;
        var sql = context.GetService<ISqlGenerationHelper>();
        var (id, at, tenant) = (Find(nameof(Entity.Id)), Find(nameof(Entity.CreatedAt)), Find(nameof(Entity.TenantId)));
        return $"SELECT date_trunc('day', {at} AT TIME ZONE 'UTC'), count(*), {DayCount.WriteSum($"right({id}::text, 12)")}, 0::bigint "
            + $"FROM {sql.DelimitIdentifier(table.Name, table.Schema)} WHERE {tenant} = @tenant GROUP BY 1";

        string Find(string property) => sql.DelimitIdentifier(entityType.FindProperty(property)!.GetColumnName(table)!);
    }
}
