using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace MlOps.Benchmarks.Measuring;

/// <summary>What was measured, for people or for programs.</summary>
internal sealed class Report(bool asJson)
{
    private const int RedirectedWidth = 140;

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IAnsiConsole _console = CreateConsole();

    public void Write(IEnumerable<Benchmark> benchmarks)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var benchmark in benchmarks)
        {
            if (asJson)
                Console.WriteLine(JsonSerializer.Serialize(new { benchmark.Name, benchmark.Description }, Lines));
            grid.AddRow(new Text(benchmark.Name), new Text(benchmark.Description));
        }

        if (!asJson)
            _console.Write(grid);
    }

    public void Announce(Benchmark benchmark)
    {
        if (!asJson)
            _console.Write(new Text($"{benchmark.Name}: {benchmark.Description}\n"));
    }

    public void Write(IReadOnlyList<Result> results)
    {
        if (asJson)
            WriteLines(results);
        else
            WriteTable(results);
    }

    private static void WriteLines(IReadOnlyList<Result> results)
    {
        foreach (var result in results)
        {
            var (target, isReached) = (result.Target?.Text, result.IsReached);
            Console.WriteLine(JsonSerializer.Serialize(
                new { result.Name, result.Ours, result.Baseline, result.Ratio, result.Unit, Target = target, IsReached = isReached },
                Lines));
        }
    }

    private void WriteTable(IReadOnlyList<Result> results)
    {
        var table = new Table().AddColumns("what", "ours", "baseline", "ratio", "unit", "target", "reached");
        foreach (var result in results)
        {
            table.AddRow(
                Markup.Escape(result.Name),
                Number(result.Ours),
                Number(result.Baseline),
                result.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
                result.Unit,
                result.Target?.Text ?? "",
                result.IsReached switch { true => "yes", false => "NO", null => "" });
        }

        _console.Write(table);
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    private static IAnsiConsole CreateConsole()
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = RedirectedWidth;

        return AnsiConsole.Console;
    }
}
