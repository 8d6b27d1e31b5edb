using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>The steps of a long command, shown as bars while they run, or as a line each where no terminal is.</summary>
internal sealed class Steps
{
    private readonly ProgressContext? _bars;
    private readonly Action<string> _say;

    private Steps(ProgressContext? bars, Action<string> say) => (_bars, _say) = (bars, say);

    /// <summary>Steps that are a line each, whatever the output is.</summary>
    public static Steps AsLinesTo(TextWriter lines) => new(null, lines.WriteLine);

    public static Task<T> ShowAsync<T>(Output output, Func<Steps, Task<T>> run) =>
        output.ProgressTerminal is { } terminal
            ? terminal.Progress()
                .Columns(
                    new SpinnerColumn(),
                    new TaskDescriptionColumn { Alignment = Justify.Left },
                    new ProgressBarColumn(),
                    new PercentageColumn())
                .StartAsync(bars => run(new Steps(bars, output.Say)))
            : run(new Steps(null, output.Say));

    /// <summary>Runs a step that reports its progress from 0 to 1, and shows its outcome.</summary>
    public async Task<T> RunAsync<T>(string description, Func<IProgress<double>, Task<T>> step, Func<T, string>? outcome = null)
    {
        var bar = _bars?.AddTask(description, maxValue: 1);
        var result = await step(new BarProgress(bar));
        if (bar is null)
            _say($"{description}: {outcome?.Invoke(result) ?? "done"}");
        else
            (bar.Value, bar.Description) = (1, outcome is null ? description : $"{description}: {outcome(result)}");

        bar?.StopTask();
        return result;
    }

    /// <summary>Runs a step that reports no progress.</summary>
    public Task<T> RunAsync<T>(string description, Func<Task<T>> step) => RunAsync(description, _ => step());

    private sealed class BarProgress(ProgressTask? bar) : IProgress<double>
    {
        public void Report(double value)
        {
            if (bar is not null)
                bar.Value = value;
        }
    }
}
