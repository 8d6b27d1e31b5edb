using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>Decisions and moves of a model, which somebody with the rights of a superuser damages.</summary>
public class DamagedRecordTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Name = "credit-risk";
    private const string First = "(SELECT row_id FROM ml_chain_links WHERE position = 1 AND chain = 'credit-risk')";
    private const string Second = "(SELECT row_id FROM ml_chain_links WHERE position = 2 AND chain = 'credit-risk')";
    private const string Move = "(SELECT row_id FROM ml_chain_links WHERE position = 3 AND chain = 'credit-risk')";
    private const string Last = "(SELECT row_id FROM ml_chain_links WHERE position = 4 AND chain = 'credit-risk')";
    private const string NoHash = "0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    // A decision like the last one, under another id.
    private const string CopyOfLast =
        $"""
        INSERT INTO retraining_decisions (tenant_id, id, created_at, timestamp, trigger_reason, action, model_name, rejection_reasons)
        SELECT tenant_id, gen_random_uuid(), created_at, timestamp, trigger_reason, action, model_name, rejection_reasons
        FROM retraining_decisions WHERE id = {Last}
        """;

    [Theory]
    [InlineData(
        $"UPDATE retraining_decisions SET action = 'promote', rejection_reasons = '{{}}' WHERE id = {First}", ChainFault.RowChanged, 1)]
    [InlineData($"UPDATE retraining_decisions SET rejection_reasons[1] = 'worse F2' WHERE id = {First}", ChainFault.RowChanged, 1)]
    [InlineData($"UPDATE retraining_decisions SET model_name = 'other' WHERE id = {First}", ChainFault.RowChanged, 1)]
    [InlineData(
        $"UPDATE retraining_decisions SET timestamp = timestamp + interval '1 microsecond' WHERE id = {First}", ChainFault.RowChanged, 1)]
    [InlineData($"UPDATE retraining_decisions SET decided_login = 'somebody' WHERE id = {First}", ChainFault.RowChanged, 1)]
    [InlineData(
        "UPDATE retraining_decisions SET decision_details = replace(decision_details::text, '\"champion\"', '\"Champion\"')::jsonb " +
        $"WHERE id = {Second}", ChainFault.RowChanged, 2)] // a byte of the evidence
    [InlineData(
        "UPDATE retraining_decisions SET decision_details = replace(decision_details::text, 'in production', 'in Production')::jsonb " +
        $"WHERE id = {Second}", ChainFault.RowChanged, 2)] // a byte of a finding
    [InlineData($"UPDATE model_stage_transitions SET reason = 'best' WHERE id = {Move}", ChainFault.RowChanged, 3)]
    [InlineData($"UPDATE model_stage_transitions SET changed_by = 'bob' WHERE id = {Move}", ChainFault.RowChanged, 3)]
    [InlineData($"DELETE FROM retraining_decisions WHERE id = {First}", ChainFault.RowMissing, 1)]
    [InlineData($"DELETE FROM model_stage_transitions WHERE id = {Move}", ChainFault.RowMissing, 3)]
    [InlineData($"DELETE FROM retraining_decisions WHERE id = {Last}", ChainFault.RowMissing, 4)]
    [InlineData(
        $"DELETE FROM retraining_decisions WHERE id = {Last}; DELETE FROM ml_chain_links WHERE position = 4", ChainFault.TailMissing, 4)]
    [InlineData(
        "DELETE FROM retraining_decisions; DELETE FROM model_stage_transitions; DELETE FROM ml_chain_links", ChainFault.TailMissing, 1)]
    [InlineData(
        $"DELETE FROM retraining_decisions WHERE id = {First}; DELETE FROM ml_chain_links WHERE position = 1", ChainFault.LinksMissing, 2)]
    [InlineData("DELETE FROM ml_chain_links WHERE position = 2", ChainFault.LinksMissing, 3)]
    [InlineData(CopyOfLast, ChainFault.RowUnlinked, null)] // the trigger was off
    [InlineData(
        $"""
        {CopyOfLast};
        INSERT INTO ml_chain_links SELECT (SELECT tenant_id FROM ml_chain_heads), 'credit-risk', 5, 'RetrainingDecision', d.id, l.hash, '{NoHash}'
        FROM retraining_decisions d, ml_chain_links l WHERE l.position = 4 AND d.id NOT IN (SELECT row_id FROM ml_chain_links)
        """, ChainFault.RowChanged, 5)] // a plausible position
    [InlineData(
        $"""
        UPDATE ml_chain_links SET row_id = CASE position WHEN 1 THEN {Second} ELSE {First} END WHERE position < 3
        """, ChainFault.RowChanged, 1)] // swapped rows
    [InlineData(
        """
        UPDATE ml_chain_links SET position = 9 WHERE position = 1; UPDATE ml_chain_links SET position = 1 WHERE position = 2;
        UPDATE ml_chain_links SET position = 2 WHERE position = 9
        """, ChainFault.LinkChanged, 1)] // swapped links
    [InlineData($"UPDATE ml_chain_links SET hash = '{NoHash}' WHERE position = 2", ChainFault.RowChanged, 2)]
    [InlineData($"UPDATE ml_chain_links SET previous_hash = '{NoHash}' WHERE position = 2", ChainFault.LinkChanged, 2)]
    [InlineData($"UPDATE ml_chain_heads SET hash = '{NoHash}'", ChainFault.HeadChanged, 5)]
    [InlineData("UPDATE ml_chain_heads SET position = 3", ChainFault.HeadChanged, 5)]
    [InlineData("DELETE FROM ml_chain_heads", ChainFault.HeadMissing, 5)]
    public async Task Each_damage_is_found_and_the_first_place_of_it_named(string damage, ChainFault fault, int? position)
    {
        await StoreAsync();
        await Database.ExecuteAsync($"BEGIN; SET LOCAL session_replication_role = replica; {damage}; COMMIT");

        await using var context = Database.CreateReaderContext();
        var decisions = new RetrainingDecisionRepository(context);
        var report = (await decisions.VerifyChainsAsync(Name)).Single();
        Assert.Equal((fault, position), (report.Fault, (int?)report.FaultPosition));
        Assert.NotEmpty(report.Explain()!);
        Assert.Contains(await decisions.VerifyChainsAsync(null), one => one == report);
    }

    [Fact]
    public async Task What_nobody_damaged_has_no_fault_and_each_tenant_and_each_model_has_a_chain_of_its_own()
    {
        await StoreAsync();
        await using var other = Database.CreateContext(Other);
        other.Add(RetrainingPopulation.Rejection());
        other.Add(Build.RetrainingDecision());
        await other.SaveChangesAsync();
        await Database.ExecuteAsync($"DELETE FROM retraining_decisions WHERE tenant_id = '{Other}' AND model_name IS NOT NULL");

        await using var context = Database.CreateContext();
        Assert.Equal([(Name, 4, null)], await VerifyAsync(context));
        Assert.Equal([(null, 1, null), (Name, 1, (ChainFault?)ChainFault.RowMissing)], await VerifyAsync(other));
        Assert.Empty(await new RetrainingDecisionRepository(context).VerifyChainsAsync("another"));
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_does_not_hold_the_head_that_was_noted()
    {
        await StoreAsync();
        await using var context = Database.CreateContext();
        var decisions = new RetrainingDecisionRepository(context);
        var noted = (await decisions.VerifyChainsAsync(Name)).Single().Head;
        Assert.Equal(4, await decisions.FindLinkAsync(Name, noted));
        Assert.Null(await decisions.FindLinkAsync("another", noted));

        // The owner cuts off the end, with the head, so that the chain is right by itself.
        await Database.ExecuteAsync(
            $"""
            BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM retraining_decisions WHERE id = {Last};
            DELETE FROM ml_chain_links WHERE position = 4;
            UPDATE ml_chain_heads SET position = 3, hash = (SELECT hash FROM ml_chain_links WHERE position = 3); COMMIT
            """);
        Assert.Equal([(Name, 3, null)], await VerifyAsync(context));
        Assert.Null(await decisions.FindLinkAsync(Name, noted));
    }

    [Fact]
    [StandardNames("It asks for privileges by the names of tables, as text.")]
    public async Task An_application_can_neither_change_nor_delete_what_it_has_written()
    {
        await StoreAsync();
        foreach (var table in (string[])["retraining_decisions", "model_stage_transitions", "ml_chain_links", "ml_chain_heads"])
        {
            Assert.Equal(["false"], await Database.ColumnAsync(
                $"SELECT bool_or(has_table_privilege('mlops_app', '{table}', r))::text " +
                "FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS r"));
        }
    }

    private static async Task<List<(string?, long, ChainFault?)>> VerifyAsync(MlOpsDbContext context) =>
        [.. (await new RetrainingDecisionRepository(context).VerifyChainsAsync(null))
            .Select(chain => (chain.ModelName, chain.Length, chain.Fault))];

    // A rejection, a verdict of the gate, a move and another rejection.
    private async Task StoreAsync()
    {
        var model = Build.Model(Name);
        var version = Build.ModelVersion(model, "1");
        await using var context = Database.CreateContext();
        context.AddRange(model, version);
        await SaveAsync(RetrainingPopulation.Rejection(version.Id));
        await SaveAsync(RetrainingDecision.FromGate(Build.GateEvidence(version), "ann", Sample.Noon));
        await new ModelVersionRepository(context).PromoteAsync(Name, "1", new StageChange("ann", "better", Sample.Noon.AddHours(1)));
        await SaveAsync(RetrainingDecision.Reject(
            TriggerReason.Manual, ["no"], Sample.Noon.AddHours(2), new DecisionEvidence { ModelName = Name }));

        async Task SaveAsync(RetrainingDecision decision)
        {
            context.Add(decision);
            await context.SaveChangesAsync();
        }
    }
}
