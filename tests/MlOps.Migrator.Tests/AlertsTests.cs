using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Migrator.Commands;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class AlertsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task None_is_said_in_words()
    {
        var result = await RunAsync("list");
        Assert.Equal((0, "", "There are no open alerts."), (result.ExitCode, result.Output, result.Error.Trim()));
        Assert.Contains("There are no rules. ", (await RunAsync("list", "--rules")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_listed_acknowledged_and_resolved()
    {
        var alert = await FireAsync();
        Assert.Equal(
            "Alert\tRule\tSubject\tSeverity\tStatus\tValue\tThreshold\tSince\tResolved\tBy\tObservation\tRemedy\n" +
            $"{alert.Id}\terrors\toracle\twarning\tfired\t0.5\t0.1\t2026-03-01 11:58:00Z\t\t\tHalf is wrong.\tRoll back.\n",
            (await RunAsync("list")).Output);

        var acknowledged = await RunAsync("ack", $"{alert.Id}", "--by", "ann");
        Assert.Equal((0, $"{alert.Id} acknowledged"), (acknowledged.ExitCode, acknowledged.Output.Trim()));
        var again = await RunAsync("ack", $"{alert.Id}", "--by", "bob");
        Assert.Equal(ExitCode.Of(MlOpsError.Conflict), again.ExitCode);
        Assert.Contains("is Acknowledged and can no longer be acknowledged", again.Error, StringComparison.Ordinal);

        var resolved = await RunAsync("resolve", $"{alert.Id}", "--by", "bob", "--note", "restarted", "--json");
        var json = Manual.ParseJson("alerts resolve", resolved.Output).Single();
        Assert.Equal(("errors", "resolved"), (json.GetProperty("rule").GetString(), json.GetProperty("outcome").GetString()));
        await using var context = database.CreateContext();
        var stored = await context.Alerts.SingleAsync();
        Assert.Equal(("ann", "bob", "restarted"), (stored.AcknowledgedBy, stored.ResolvedBy, stored.Note));

        Assert.Empty((await RunAsync("list")).Output);
        var listed = Manual.ParseJson("alerts list", (await RunAsync("list", "--all", "--json")).Output).Single();
        Assert.Equal("resolved", listed.GetProperty("status").GetString());
        Assert.Equal(
            ExitCode.Of(MlOpsError.NotFound), (await RunAsync("ack", "0195a000-0000-7000-8000-00000000000c", "--by", "ann")).ExitCode);
    }

    [Fact]
    public async Task A_rule_is_silenced_for_some_time()
    {
        await FireAsync();
        var silenced = await RunAsync("silence", "errors", "--until", "8h", "--by", "ann", "--json");
        Assert.Equal("ann", Manual.ParseJson("alerts silence", silenced.Output).Single().GetProperty("silencedBy").GetString());
        await using var context = database.CreateContext();
        var rule = await context.AlertRules.SingleAsync();
        Assert.InRange(rule.SilencedUntil!.Value - DateTimeOffset.UtcNow, TimeSpan.FromHours(7), TimeSpan.FromHours(8));

        Assert.Equal(
            ExitCode.Of(MlOpsError.NotFound), (await RunAsync("silence", "nothing", "--until", "8h", "--by", "ann")).ExitCode);
    }

    [Fact]
    public async Task Rules_are_listed_with_what_they_saw_and_why_they_saw_nothing()
    {
        await FireAsync();
        await using (var context = database.CreateContext())
        {
            var rule = await context.AlertRules.SingleAsync();
            context.AddRange(
                AlertState.Measure(rule, "oracle", 0.5, Noon), AlertState.Miss(rule, "search", "There are no labels.", Noon),
                Build.AlertRule("fresh"));
            await context.SaveChangesAsync();
        }

        var rows = Manual.ParseJson("alerts list --rules", (await RunAsync("list", "--rules", "--json")).Output)
            .Select(row => string.Join(' ', ((string[])["rule", "subject", "value", "missing"]).Select(name => row.GetProperty(name))));
        Assert.Equal(["errors oracle 0.5 ", "errors search  There are no labels.", "fresh   It was not evaluated yet."], rows);
    }

    [Theory]
    [InlineData("2026-03-01T14:30Z", 150), InlineData("2026-03-01T14:30", 150), InlineData("2026-03-01T14:30:00+02:00", 30)]
    [InlineData("2026-03-02", 720), InlineData("90m", 90), InlineData("1.5h", 90), InlineData("3d", 4320)]
    public void The_end_of_a_silence_is_a_time_or_a_span(string text, int minutes) =>
        Assert.Equal(Noon.AddMinutes(minutes), UntilOption.Parse(text, Noon));

    [Theory]
    [InlineData("2026-03-01"), InlineData("2026-03-01T12:00Z"), InlineData("0h"), InlineData("-3h"), InlineData("h"), InlineData("8")]
    [InlineData("8 h"), InlineData("tomorrow"), InlineData(""), InlineData("999999d"), InlineData("1e9d"), InlineData("2999-01-01")]
    public void No_other_end_is_taken(string text) => Assert.Null(UntilOption.Parse(text, Noon));

    [Theory]
    [InlineData("--until must be a time in the future", "silence", "errors", "--until", "yesterday", "--by", "ann")]
    [InlineData("'--by' is required", "ack", "0195a000-0000-7000-8000-00000000000c")]
    [InlineData("'x' is not the id of an alert", "resolve", "x", "--by", "ann")]
    [InlineData("Give either --all or --rules.", "list", "--all", "--rules")]
    public async Task Wrong_input_is_explained(string said, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    private async Task<Alert> FireAsync()
    {
        var rule = Build.AlertRule("errors");
        var alert = rule.Fire(0.5, Noon, new AlertFinding("oracle", "Half is wrong.", "Roll back.", Noon.AddMinutes(-2)));
        await using var context = database.CreateContext();
        context.AddRange(rule, alert);
        await context.SaveChangesAsync();
        return alert;
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync(["alerts", .. arguments, "--connection", database.ConnectionString]);
}
