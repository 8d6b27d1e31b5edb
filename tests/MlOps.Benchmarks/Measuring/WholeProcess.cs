using System.Diagnostics;
using System.Reflection;

namespace MlOps.Benchmarks.Measuring;

/// <summary>How long a process of .NET takes, from its start to its end.</summary>
internal static class WholeProcess
{
    /// <summary>The command as it is published: see CompiledAhead.targets.</summary>
    public static readonly string Command = typeof(WholeProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "PublishedCommand").Value!;

    /// <param name="arguments">An assembly, and its arguments.</param>
    /// <param name="highestExitCode">A higher one is a failure.</param>
    /// <returns>Milliseconds.</returns>
    public static async Task<double> TimeAsync(IReadOnlyList<string> arguments, int highestExitCode = 0)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return process.ExitCode <= highestExitCode
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : throw new InvalidOperationException(
                $"{Path.GetFileName(arguments[0])} {arguments[1]} ended with {process.ExitCode}: {errors}");
    }
}
