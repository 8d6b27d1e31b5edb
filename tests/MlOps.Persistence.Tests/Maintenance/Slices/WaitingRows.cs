using System.Globalization;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Predictions with a leaf and feedback that wait in the default partitions for the slice of a month, and what drains them.
/// </summary>
internal sealed class WaitingRows(TestDatabase database, DateTimeOffset month)
{
    /// <summary>More than are moved within one transaction.</summary>
    public const int Many = 700;

    public Slice Slice { get; } = Slice.Containing(month, SliceInterval.Month);

    public string Partition => $"ml_predictions_{Slice.Suffix}";

    /// <summary>The id of a row, by its number.</summary>
    public string Id(int number)
    {
        var id = Slice.FirstId.ToString();
        return id[..^8] + number.ToString("x8", CultureInfo.InvariantCulture);
    }

    public Task FillAsync(int rows = Many, Guid? tenant = null, int from = 0) => database.ExecuteAsync(Insert(rows, tenant, from));

    public string Insert(int rows, Guid? tenant = null, int from = 0)
    {
        var ids = $"(SELECT overlay('{Slice.FirstId}' placing lpad(to_hex(n), 8, '0') from 29)::uuid AS id FROM " +
            $"generate_series({from}, {from + rows - 1}) AS n) AS ids";
        var owner = $"'{tenant ?? Tenants.Default}'::uuid";
        return
            $"""
            INSERT INTO ml_predictions (tenant_id, id, created_at, service_name, prediction_type, predicted_value, source, revision)
            SELECT {owner}, id, '{Slice.Start:O}', 'oracle', 'answer', 1, 'ml_model', 0 FROM {ids};
            INSERT INTO oracle_ml_predictions (tenant_id, id, query) SELECT {owner}, id, 'why?' FROM {ids};
            INSERT INTO ml_feedback (tenant_id, id, prediction_id, rating, source, created_at)
            SELECT {owner}, id, id, 3, 'user', '{Slice.Start:O}' FROM {ids};
            """;
    }

    public async Task<IReadOnlyList<string>> EnsureAsync(CancellationToken cancellationToken = default)
    {
        await using var context = database.CreateOwnerContext();
        var made = await new SliceMaintenance(context).EnsureAsync(Slice.Start, Slice.Start, cancellationToken);
        return [.. made.Where(name => name.StartsWith("ml_predictions_", StringComparison.Ordinal))]; // other roots have theirs
    }

    /// <summary>Lets a drain copy, and stops it before its exchange until what it returns is disposed.</summary>
    public async Task<NpgsqlConnection> HoldAsync()
    {
        var connection = await database.OwnerDataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE ml_predictions IN ACCESS SHARE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until the copies are there.</summary>
    public Task IsCopiedAsync() => Polling.UntilAsync(
        async () => await database.ScalarAsync<bool>($"SELECT to_regclass('{Partition}') IS NOT NULL")
            && await database.CountAsync(Partition) > 0,
        "the rows are copied");

    public Task<List<string>> ReadAllAsync() => database.ColumnAsync(
        """
        SELECT row_to_json(p)::text FROM ml_predictions p UNION ALL SELECT row_to_json(o)::text FROM oracle_ml_predictions o
        UNION ALL SELECT row_to_json(f)::text FROM ml_feedback f ORDER BY 1
        """);

    /// <summary>The rows of the slice alone, of all its tables.</summary>
    public async Task<long> CountMovedAsync() => await database.CountAsync(Partition)
        + await database.CountAsync($"oracle_ml_predictions_{Slice.Suffix}") + await database.CountAsync($"ml_feedback_{Slice.Suffix}");

    /// <summary>What a drain creates for itself.</summary>
    public Task<List<string>> ListLeftoversAsync() => database.ColumnAsync(
        """
        SELECT relname::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (relname LIKE '%\_changes' OR relname LIKE '%\_waiting')
        UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE '%\_changes'
        UNION ALL SELECT tgname::text FROM pg_trigger WHERE tgname = 'mlops_drain'
        UNION ALL SELECT description FROM pg_description WHERE description LIKE 'MlOps is moving%'
        """);
}
