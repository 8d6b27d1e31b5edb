using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Migrator.Commands;
using MlOps.Persistence;
using MlOps.PrivateServer;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

[NeedsNoServer]
public partial class HelpTests
{
    private readonly CommandLine _mlops = new("unused");

    [Fact]
    public async Task Without_arguments_it_shows_the_commands()
    {
        var result = await _mlops.RunAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.All(
            ["demo", "migrate", "models", "run", "jobs", "monitor", "drift", "dead-letters", "generate", "import", "local", "completion"],
            command => Assert.Contains(command, result.Output));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("demo", "--help")]
    [InlineData("migrate", "--help")]
    [InlineData("status", "--help")]
    [InlineData("health", "--help")]
    [InlineData("verify", "--help")]
    [InlineData("dead-letters")]
    [InlineData("dead-letters", "retry", "--help")]
    [InlineData("import", "--help")]
    [InlineData("local")]
    [InlineData("local", "start", "--help")]
    [InlineData("local", "fetch", "--help")]
    [InlineData("generate", "--help")]
    [InlineData("run", "--help")]
    [InlineData("models")]
    [InlineData("models", "register", "--help")]
    [InlineData("models", "compare", "--help")]
    [InlineData("gate")]
    [InlineData("gate", "run", "--help")]
    [InlineData("decisions")]
    [InlineData("decisions", "verify", "--help")]
    [InlineData("jobs")]
    [InlineData("monitor")]
    [InlineData("monitor", "add", "--help")]
    [InlineData("drift", "show", "--help")]
    [InlineData("labels", "import", "--help")]
    [InlineData("labels", "policy", "set", "--help")]
    [InlineData("training")]
    [InlineData("training", "finish", "--help")]
    [InlineData("retraining")]
    [InlineData("retraining", "request", "--help")]
    [InlineData("tokens")]
    [InlineData("tokens", "create", "--help")]
    [InlineData("backup")]
    [InlineData("backup", "create", "--help")]
    [InlineData("backup", "verify", "--help")]
    [InlineData("backup", "restore", "--help")]
    public async Task Every_command_explains_itself(params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(arguments);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Usage:", result.Output);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("demo", "--help")]
    [InlineData("migrate", "--help")]
    [InlineData("status", "--help")]
    [InlineData("health", "--help")]
    [InlineData("verify", "--help")]
    [InlineData("import", "--help")]
    [InlineData("generate", "--help")]
    [InlineData("local")]
    [InlineData("dead-letters", "list", "--help")]
    [InlineData("dead-letters", "retry", "-h")]
    [InlineData("dead-letters", "drop", "--help")]
    public async Task Help_ends_with_examples(params string[] arguments)
    {
        var verb = arguments.TakeWhile(argument => !argument.StartsWith('-'));
        var result = await CommandInProcess.RunAsync(arguments);
        Assert.Matches($@"\nExamples:\n(  {Regex.Escape(Invocation.Program)} {string.Join(' ', verb)}.*\n)+\n$", result.Output);
    }

    [Fact]
    public void Every_verb_has_an_example_of_itself() => Assert.All(VerbList.All, found => Assert.Contains(
        Assert.IsType<Verb>(found.Verb, exactMatch: false).Examples,
        example => $"{example} ".StartsWith($"{found.Path} ", StringComparison.Ordinal)));

    [Fact]
    public async Task Only_the_service_that_runs_jobs_loads_the_scheduler()
    {
        // What these tests run in their own process starts no such service.
        await CommandInProcess.ReadAsync("run", "--help");
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Quartz");
    }

    [Fact]
    public async Task A_date_is_shown_in_the_form_in_which_it_is_typed_wherever_the_user_lives()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
        CultureInfo.CurrentCulture = culture;
        var help = await CommandInProcess.ReadAsync("generate", "--help");
        Assert.Matches(@"\n  --until <yyyy-MM-dd> .* such as \d{4}-\d\d-\d\d.* \[default: \d{4}-\d\d-\d\d\]\n", help);
        Assert.Equal("dd.MM.yyyy", CultureInfo.CurrentCulture.DateTimeFormat.ShortDatePattern);
    }

    [Fact]
    public void Every_option_that_takes_a_date_names_its_form()
    {
        var dates = VerbList.All.SelectMany(verb => verb.Verb.Options).Where(option =>
            option.ValueType == typeof(DateOnly) || option.ValueType == typeof(DateTime) || option.ValueType == typeof(DateTimeOffset));
        Assert.All(dates, date => Assert.Equal(
            date.ValueType == typeof(DateTimeOffset) ? "yyyy-MM-ddTHH:mmZ" : "yyyy-MM-dd", date.HelpName));
        Assert.NotEmpty(dates);
    }

    [Fact]
    public void The_manual_lists_every_exit_code()
    {
        var listed = ExitCodeRow().Matches(Manual.Text).Select(row => int.Parse(row.Groups[1].Value)).Order();
        int[] used =
        [
            ExitCode.Success, ExitCode.Unexpected, ExitCode.Usage, ExitCode.Interrupted, ExitCode.Rejected, ExitCode.PendingApproval,
            .. Enum.GetValues<MlOpsError>().Select(ExitCode.Of), .. Enum.GetValues<PrivateServerError>().Select(ExitCode.Of),
        ];
        Assert.Equal(used.Distinct().Order(), listed);
    }

    [Fact]
    public void Every_kind_of_error_has_an_exit_code_of_its_own()
    {
        var codes = Enum.GetValues<MlOpsError>().Select(ExitCode.Of).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(ExitCode.Unexpected, codes);
    }

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();
}
