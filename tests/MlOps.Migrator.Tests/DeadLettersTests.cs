using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class DeadLettersTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Guid _prediction = Guid.CreateVersion7(Noon);

    public async ValueTask InitializeAsync() => await database.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task None_is_said_in_words()
    {
        var result = await RunAsync("dead-letters", "list");
        Assert.Equal((0, "", "There are no dead letters."), (result.ExitCode, result.Output, result.Error.Trim()));
    }

    [Fact]
    public async Task They_are_listed_retried_and_gone_once_the_reason_is()
    {
        var letter = await PutLabelAsync();
        var list = await RunAsync("dead-letters", "list");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("There is no prediction", list.Output, StringComparison.Ordinal);
        Assert.Equal("1 of 1.", list.Error.Trim());

        var refused = await RunAsync("dead-letters", "retry", $"{letter}");
        Assert.Equal((ExitCode.Of(MlOpsError.Refused), $"{letter} refused: There is no prediction {_prediction}."),
            (refused.ExitCode, refused.Output.Trim()));
        Assert.Equal("mlops: 1 of 1 are still refused, for the reasons above.", refused.Error.Trim());
        Assert.Equal(2, await AttemptsAsync());

        await StorePredictionAsync();
        var stored = await RunAsync("dead-letters", "retry", "--all");
        Assert.Equal((0, $"{letter} stored"), (stored.ExitCode, stored.Output.Trim()));
        await using var context = database.CreateContext();
        Assert.Equal(0, await context.DeadLetters.CountAsync());
        Assert.Equal(0.5, (await context.Predictions.SingleAsync()).ActualValue);
    }

    [Fact]
    public async Task A_pipe_gets_whole_lines_and_json_is_an_object_for_each()
    {
        var letter = DeadLetter.Record("Label", _prediction, "{}", $"A \e[31mred\r\n{new string('x', 200)}", null, Noon);
        await PutAsync(letter);
        var list = await RunAsync("dead-letters", "list");
        Assert.Equal(
            $"Letter\tSince\tTries\tKind\tContent\tReason\n" +
            $"{letter.Id}\t2026-03-01 12:00:00Z\t1\tLabel\t{_prediction}\tA \\u001b[31mred\\u000d\\u000a{new string('x', 200)}\n",
            list.Output);

        var listed = await RunAsync("dead-letters", "list", "--json");
        Assert.Empty(listed.Error);
        var json = Manual.ParseJson("dead-letters list", listed.Output).Single();
        Assert.Equal((letter.Id, 1, letter.Reason),
            (json.GetProperty("letter").GetGuid(), json.GetProperty("tries").GetInt32(), json.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Json_says_what_became_of_each_letter()
    {
        var letter = await PutLabelAsync();
        var refused = await RunAsync("dead-letters", "retry", $"{letter}", "--json");
        Assert.Equal(ExitCode.Of(MlOpsError.Refused), refused.ExitCode);
        Assert.Equal(("refused", $"There is no prediction {_prediction}."), Outcome("retry", refused));

        await StorePredictionAsync();
        Assert.Equal(("stored", null), Outcome("retry", await RunAsync("dead-letters", "retry", $"{letter}", "--json")));
        var unknown = await RunAsync("dead-letters", "drop", $"{letter}", "--json");
        Assert.Equal((ExitCode.Of(MlOpsError.NotFound), "", $"mlops: There is no dead letter {letter}."),
            (unknown.ExitCode, unknown.Output, unknown.Error.Trim()));

        letter = await PutLabelAsync();
        Assert.Equal(("dropped", null), Outcome("drop", await RunAsync("dead-letters", "drop", $"{letter}", "--json")));
    }

    [Fact]
    public async Task A_list_for_people_ends_where_it_is_long_and_one_for_programs_has_all()
    {
        await using (var context = database.CreateContext())
        {
            context.AddRange(Enumerable.Range(0, 51).Select(second => Build.DeadLetter(at: Noon.AddSeconds(second))));
            await context.SaveChangesAsync();
        }

        var list = await RunAsync("dead-letters", "list");
        Assert.Equal((51, "50 of 51."), (CountLines(list), list.Error.Trim()));
        Assert.Equal(51, CountLines(await RunAsync("dead-letters", "list", "--json")));
        Assert.Equal(2, CountLines(await RunAsync("dead-letters", "list", "--json", "--limit", "2")));

        static int CountLines(CommandResult result) => result.Output.Count(character => character == '\n');
    }

    [Fact]
    public async Task A_letter_of_another_application_stays_as_it_is()
    {
        var letter = DeadLetter.Record("Glossary", _prediction, """{"Term": "slice"}""", "The table was locked.", "55P03", Noon);
        await PutAsync(letter);
        var retried = await RunAsync("dead-letters", "retry", "--all");
        Assert.Equal(ExitCode.Of(MlOpsError.Refused), retried.ExitCode);
        Assert.StartsWith(
            $"{letter.Id} refused: MlOpsDbContext has no entity named Glossary. Retry the letter with a context that has it",
            retried.Output,
            StringComparison.Ordinal);
        await using var context = database.CreateContext();
        var stored = await context.DeadLetters.SingleAsync();
        Assert.Equal(("The table was locked.", "55P03", 1), (stored.Reason, stored.SqlState, stored.Attempts));
    }

    [Fact]
    public async Task Those_of_another_tenant_are_handled_by_naming_it()
    {
        var tenant = Guid.CreateVersion7(Noon);
        var letter = await PutLabelAsync(tenant);
        Assert.Empty((await RunAsync("dead-letters", "list")).Output);
        Assert.Contains($"{letter}\t", (await RunAsync("dead-letters", "list", "--tenant", $"{tenant}")).Output);
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), (await RunAsync("dead-letters", "drop", $"{letter}")).ExitCode);
        var dropped = await RunAsync("dead-letters", "drop", "--all", "--tenant", $"{tenant}");
        Assert.Equal((0, $"{letter} dropped"), (dropped.ExitCode, dropped.Output.Trim()));
    }

    [Fact]
    public async Task They_are_dropped_by_name_and_an_unknown_one_is_said_to_be_so()
    {
        var letter = await PutLabelAsync();
        var dropped = await RunAsync("dead-letters", "drop", $"{letter}");
        Assert.Equal((0, $"{letter} dropped"), (dropped.ExitCode, dropped.Output.Trim()));
        var again = await RunAsync("dead-letters", "drop", $"{letter}");
        Assert.Equal((ExitCode.Of(MlOpsError.NotFound), $"mlops: There is no dead letter {letter}."), (again.ExitCode, again.Error.Trim()));
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("drop")]
    [InlineData("drop", "--all", "0195a000-0000-7000-8000-0000000000ff")]
    [InlineData("drop", "first")]
    public async Task Without_a_clear_choice_nothing_is_done(params string[] arguments)
    {
        await PutLabelAsync();
        var result = await RunAsync(["dead-letters", .. arguments]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Equal(1, await AttemptsAsync());
    }

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandInProcess.RunAsync([.. arguments, "--connection", database.ConnectionString]);

    private static (string? Outcome, string? Reason) Outcome(string verb, CommandResult result)
    {
        var json = Manual.ParseJson($"dead-letters {verb}", result.Output).Single();
        return (json.GetProperty("outcome").GetString(), json.GetProperty("reason").GetString());
    }

    private async Task<Guid> PutLabelAsync(Guid? tenant = null)
    {
        var letter = DeadLetter.Record(
            "Label", _prediction, $$"""{"PredictionId":"{{_prediction}}","ActualValue":0.5,"At":"2026-03-01T12:00:00+00:00"}""",
            $"There is no prediction {_prediction}.", null, Noon);
        await PutAsync(letter, tenant);
        return letter.Id;
    }

    private async Task PutAsync(DeadLetter letter, Guid? tenant = null)
    {
        await using var context = database.CreateContext(tenant);
        context.DeadLetters.Add(letter);
        await context.SaveChangesAsync();
    }

    private async Task<int> AttemptsAsync()
    {
        await using var context = database.CreateContext();
        return (await context.DeadLetters.SingleAsync()).Attempts;
    }

    private async Task StorePredictionAsync()
    {
        var prediction = Build.Prediction("test", 1, Noon);
        typeof(Domain.Entity).GetProperty(nameof(Prediction.Id))!.SetValue(prediction, _prediction);
        await using var context = database.CreateContext();
        context.Add(prediction);
        await context.SaveChangesAsync();
    }
}
