using Npgsql;

namespace MlOps.Soak;

/// <summary>Compares what was acknowledged with what is in the database.</summary>
internal static class SoakCount
{
    private const string WithTheirLeaves =
        """
        SELECT id FROM ml_predictions JOIN (
            SELECT tenant_id, id FROM oracle_ml_predictions UNION ALL SELECT tenant_id, id FROM code_roach_ml_predictions
        ) leaves USING (tenant_id, id)
        """;

    public static async Task<SoakResult> RunAsync(string connection, Acknowledged acknowledged, int faults)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var stored = await IdsAsync(source, WithTheirLeaves);
        var feedback = await IdsAsync(source, "SELECT id FROM ml_feedback");
        var labelled = await IdsAsync(source, "SELECT id FROM ml_predictions WHERE actual_value = 1 AND revision = 1");
        string[] missing =
        [
            .. acknowledged.Predictions.Except(stored).Select(id => $"prediction {id}"),
            .. acknowledged.Feedback.Except(feedback).Select(id => $"feedback {id}"),
            .. acknowledged.Labels.Except(labelled).Select(id => $"label of {id}"),
        ];
        await using var letters = source.CreateCommand("SELECT count(*) FROM ml_dead_letters");
        return new SoakResult(
            faults, acknowledged.Predictions.Count, acknowledged.Feedback.Count, acknowledged.Labels.Count, stored.Count, missing,
            (long)(await letters.ExecuteScalarAsync())!);
    }

    // Ids are unique in their tables by key, across all partitions: an id determines its partition.
    private static async Task<HashSet<Guid>> IdsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new HashSet<Guid>();
        while (await reader.ReadAsync())
        {
            if (!ids.Add(reader.GetGuid(0)))
                throw new InvalidOperationException($"{reader.GetGuid(0)} is there twice: {sql}");
        }

        return ids;
    }
}
