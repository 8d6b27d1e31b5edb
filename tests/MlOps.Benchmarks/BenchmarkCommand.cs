using System.CommandLine;
using System.Globalization;
using MlOps.Benchmarks.Measuring;
using MlOps.Migrator.Generate;

namespace MlOps.Benchmarks;

/// <summary>The command line: list, all, or the name of one benchmark.</summary>
internal sealed class BenchmarkCommand : RootCommand
{
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Interrupted = 130;

    // Fewer are stored before there is anything to measure.
    private const int LeastRows = 1000;

    private const string List = "list";
    private const string All = "all";

    private readonly Argument<string> _name = new("name") { Description = "list, all, or a benchmark's name." };
    private readonly Option<int?> _rows = new("--rows") { Description = "How many rows a round has." };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How many rounds are measured, after one that is not.",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<int> _days =
        new("--days") { Description = "How many days of data queries reads from.", DefaultValueFactory = _ => 30 };
    private readonly Option<double> _scale = new("--scale")
    {
        Description = "How much a day of them has: 1 for the projected volumes.",
        DefaultValueFactory = _ => 0.1,
    };

    private readonly Option<bool> _json = new("--json") { Description = "A JSON object for each line of the table." };

    public BenchmarkCommand()
        : base("Measures how fast MlOps stores, beside what it has to match, on a private server.")
    {
        Add(_name);
        Add(_rows);
        Add(_rounds);
        Add(_days);
        Add(_scale);
        Add(_json);
        _name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && name is not (List or All) && !Catalogue.Names.Contains(name))
                result.AddError($"There is no benchmark '{name}'. 'list' names them.");
        });
        RequireAtLeast(LeastRows, _rows);
        RequireAtLeast(1, _rounds);
        RequireAtLeast(1, _days);
        _scale.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && double.TryParse(text, CultureInfo.InvariantCulture, out var scale)
                && scale is not > 0 or > GenerationPlan.MaxScale)
                result.AddError($"--scale must be above 0 and at most {GenerationPlan.MaxScale}, and is {text}.");
        });
        SetAction(async (parsed, cancellationToken) =>
        {
            // System.CommandLine listens for Ctrl-C only when the action first waits.
            await Task.Yield();
            var name = parsed.GetValue(_name)!;
            var report = new Report(parsed.GetValue(_json));
            if (name == List)
                report.Write(Catalogue.Benchmarks);
            else
                await RunAsync(name, OptionsOf(parsed), report, cancellationToken);
        });
    }

    private RunOptions OptionsOf(ParseResult parsed) =>
        new(parsed.GetValue(_rows), parsed.GetValue(_rounds), parsed.GetValue(_days), parsed.GetValue(_scale));

    private static async Task RunAsync(string name, RunOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var database = new BenchmarkDatabase();
        await database.InitializeAsync();
        foreach (var benchmark in Catalogue.Benchmarks.Where(benchmark => name == All || benchmark.Name == name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            report.Announce(benchmark);
            report.Write(await benchmark.RunAsync(database, options, cancellationToken));
        }
    }

    private static void RequireAtLeast(int least, Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && number < least)
            result.AddError($"{option.Name} must be {least} or more, and is {number}.");
    });
}
