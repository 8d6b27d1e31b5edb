using System.Diagnostics;

namespace MlOps.PrivateServer.Processes;

/// <summary>Runs a program to its end and captures what it prints.</summary>
internal static class ProgramRunner
{
    // The server that pg_ctl starts may have inherited the pipes, which then stay open as long as it runs.
    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(2);

    // A terminal sends Ctrl-C to us and to the program. We may notice the end of the program before our own cancellation.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromMilliseconds(200);

    public static async Task<ProgramResult> RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(call) };
        process.Start();
        process.StandardInput.Close();
        var output = new OutputCollector(process.StandardOutput);
        var error = new OutputCollector(process.StandardError);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0 && cancellationToken.CanBeCanceled)
            await Task.Delay(CancellationGrace, cancellationToken).ConfigureAwait(false);

        var texts = await Task.WhenAll(output.TextWithinAsync(PipeGrace), error.TextWithinAsync(PipeGrace))
            .ConfigureAwait(false);
        return new ProgramResult(process.ExitCode, texts[0], texts[1]);
    }

    private static ProcessStartInfo Describe(ProgramCall call)
    {
        var description = new ProcessStartInfo(call.Program, call.Arguments)
        {
            WorkingDirectory = call.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // On Windows, a separate console keeps the Ctrl-C of the caller away from a server that the program starts.
            CreateNoWindow = true,
        };
        foreach (var (name, value) in call.Environment)
            description.Environment[name] = value;
        return description;
    }
}
