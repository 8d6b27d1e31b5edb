using MlOps.Domain.Retraining;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class DecisionsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly RetrainingDecision _rejection = Build.RetrainingDecision(
        ["It is worse."], new DecisionEvidence { ModelName = "churn", DecidedBy = "ann" }, Testing.Sample.Noon.AddHours(1));

    private RetrainingDecision _verdict = null!;

    public async ValueTask InitializeAsync()
    {
        await database.ResetAsync();
        var model = Build.Model("churn");
        var version = Build.ModelVersion(model);
        _verdict = RetrainingDecision.FromGate(Build.GateEvidence(version), "ann", Testing.Sample.Noon);
        await using var context = database.CreateContext();
        context.AddRange(model, version, _verdict);
        await context.SaveChangesAsync();
        context.Add(_rejection);
        await context.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Decisions_are_listed_newest_first_and_shown_with_what_each_rule_found()
    {
        var listed = Manual.ParseJson("decisions list", (await RunAsync("list", "churn", "--json")).Output);
        Assert.Equal([_rejection.Id, _verdict.Id], listed.Select(row => row.GetProperty("decision").GetGuid()));
        Assert.Single(Manual.ParseJson("decisions list", (await RunAsync("list", "--limit", "1", "--json")).Output));
        Assert.Empty((await RunAsync("list", "another", "--json")).Output);

        var shown = Manual.ParseJson("decisions show", (await RunAsync("show", $"{_verdict.Id}", "--json")).Output).Single();
        Assert.Equal(_verdict.EvidenceHash, shown.GetProperty("evidenceHash").GetString());
        Assert.Equal("champion", shown.GetProperty("findings")[0].GetProperty("rule").GetString());
        var text = (await RunAsync("show", $"{_verdict.Id}")).Output;
        Assert.Contains("Decided by ann, with login ", text, StringComparison.Ordinal);
        Assert.Contains("labelled samples\tyes\t1000\t500\t", text, StringComparison.Ordinal);
        Assert.Contains("It is worse.", (await RunAsync("show", $"{_rejection.Id}")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_as_it_was_written_is_verified_and_its_head_can_be_noted_elsewhere()
    {
        var before = await RunAsync("verify", "--json");
        Assert.Equal(0, before.ExitCode);
        var chain = Manual.ParseJson("decisions verify", before.Output).Single();
        Assert.Equal(("churn", 2L), (chain.GetProperty("model").GetString(), chain.GetProperty("length").GetInt64()));
        var head = chain.GetProperty("head").GetString()!;
        Assert.Equal(0, (await RunAsync("verify", "churn", "--head", head.ToUpperInvariant())).ExitCode);

        var other = await RunAsync("verify", "churn", "--head", new string('0', 64));
        Assert.Equal(ExitCode.Of(MlOpsError.NotReproduced), other.ExitCode);
        Assert.Contains("No link of the chain of model 'churn' has the hash 000", other.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, (await RunAsync("verify", "--head", head)).ExitCode);
    }

    [Fact]
    public async Task A_byte_that_was_changed_is_named_by_the_chain_and_by_the_gate()
    {
        await database.ExecuteAsync(
            "UPDATE retraining_decisions SET decision_details = replace(decision_details::text, '\"champion\"', '\"Champion\"')::jsonb " +
            $"WHERE id = '{_verdict.Id}'");

        var verified = await RunAsync("verify", "churn", "--json");
        Assert.Equal(ExitCode.Of(MlOpsError.NotReproduced), verified.ExitCode);
        Assert.Equal(
            [("rowChanged", _verdict.Id), ("notConfirmed", _verdict.Id)],
            Manual.ParseJson("decisions verify", verified.Output)
                .Select(row => (row.GetProperty("fault").GetString()!, row.GetProperty("row").GetGuid())));
        Assert.Contains("2 faults were found", verified.Error, StringComparison.Ordinal);
        var replayed = await RunAsync("replay", $"{_verdict.Id}");
        Assert.Equal(ExitCode.Of(MlOpsError.NotReproduced), replayed.ExitCode);
        Assert.Contains("The evidence has been changed", replayed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_is_given_again_from_the_stored_evidence()
    {
        var result = await RunAsync("replay", $"{_verdict.Id}", "--json");
        var replayed = Manual.ParseJson("decisions replay", result.Output).Single();
        Assert.Equal((0, true, "promote"), (
            result.ExitCode, replayed.GetProperty("isConfirmed").GetBoolean(), replayed.GetProperty("verdict").GetString()));
        Assert.Contains(
            "The evidence gives Promote.\nThat is the stored verdict", (await RunAsync("replay", $"{_verdict.Id}")).Output,
            StringComparison.Ordinal);

        Assert.Equal(ExitCode.Of(MlOpsError.Refused), (await RunAsync("replay", $"{_rejection.Id}")).ExitCode);
        var unknown = await RunAsync("show", $"{Guid.CreateVersion7()}");
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), unknown.ExitCode);
        Assert.Contains("decisions list' shows the decisions", unknown.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["decisions", .. arguments, "--connection", database.ConnectionString]);
}
