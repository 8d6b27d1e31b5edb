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

    /// <param name="connection">The database.</param>
    /// <param name="acknowledged">What the processes said.</param>
    /// <param name="dropped">The months that were dropped, with the predictions that were acknowledged before.</param>
    /// <param name="faults">How many faults there were.</param>
    public static async Task<SoakResult> RunAsync(
        string connection, Acknowledged acknowledged, IReadOnlyDictionary<DateTimeOffset, HashSet<Guid>> dropped, int faults)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var stored = await IdsAsync(source, WithTheirLeaves);
        var feedback = await IdsAsync(source, "SELECT id FROM ml_feedback");
        var scores = await IdsAsync(source, "SELECT id FROM ml_shadow_scores");
        // A second label that was recorded first would be here, and so would one that was recorded twice.
        var labelled = await IdsAsync(source, "SELECT id FROM ml_predictions WHERE actual_value = 1 AND revision = 1");
        var deadLabels = await IdsAsync(source, "SELECT content_id FROM ml_dead_letters WHERE kind = 'Label'");
        var deadPredictions = await IdsAsync(source, "SELECT content_id FROM ml_dead_letters WHERE kind <> 'Label'");

        var gone = acknowledged.Old.Where(IsDropped).ToHashSet();
        var late = gone.Where(id => !dropped[WritingProcess.MonthOf(id)].Contains(id)).ToHashSet();
        var predictions = acknowledged.Predictions.Concat(acknowledged.Old.Except(gone)).ToHashSet();
        string[] missing =
        [
            .. predictions.Except(stored).Select(id => $"prediction {id}"),
            .. acknowledged.Feedback.Except(feedback).Select(id => $"feedback {id}"),
            .. acknowledged.ShadowScores.Except(scores).Select(id => $"shadow score {id}"),
            .. acknowledged.Labels.Except(labelled).Select(id => $"label of {id}"),
            .. acknowledged.Contradictions.Except(deadLabels).Select(id => $"dead letter of the second label of {id}"),
            .. late.Except(deadPredictions).Select(id => $"dead letter of prediction {id} of a dropped month"),
        ];
        string[] unexpected =
        [
            // A process may have been killed between the write and its acknowledgement: such a label has another prediction.
            .. deadLabels.Except(acknowledged.Contradictions).Except(acknowledged.Labels).Where(acknowledged.Predictions.Contains)
                .Select(id => $"dead letter of a label of {id}"),
            .. deadPredictions.Where(id => !IsDropped(id)).Select(id => $"dead letter of prediction {id}"),
            .. stored.Where(IsDropped).Select(id => $"prediction {id} of a dropped month"),
        ];
        return new SoakResult(
            faults, predictions.Count, acknowledged.Feedback.Count, acknowledged.ShadowScores.Count, acknowledged.Labels.Count,
            acknowledged.Contradictions.Count, late.Count, stored.Count, missing, unexpected);

        bool IsDropped(Guid id) => dropped.ContainsKey(WritingProcess.MonthOf(id));
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
