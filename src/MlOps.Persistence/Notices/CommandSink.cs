using System.Diagnostics;
using System.Text;

namespace MlOps.Persistence.Notices;

/// <summary>Runs a program for each notice, without a shell. The program reads the notice from its standard input, as JSON.</summary>
public sealed class CommandSink : INoticeSink
{
    private const int MaxErrorLength = 1000;

    // They have secrets of this process, which the program does not need.
    private static readonly string[] SecretVariables =
    [
        "MLOPS_CONNECTION", "ConnectionStrings__MlOps", "PGPASSWORD", "POSTGRES_PASSWORD", "MLOPS_WEBHOOK_SECRET", "MLOPS_WEBHOOK_URL",
        "MLOPS_RETRAINING_WEBHOOK_URL", "MLOPS_RETRAINING_AUTHORIZATION",
    ];

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;
    private readonly TimeSpan _timeout;

    /// <param name="name">The name of the sink.</param>
    /// <param name="program">The program: a path, or a name in PATH.</param>
    /// <param name="arguments">Its arguments. Everybody on the machine can read them, so they are no place for a secret.</param>
    /// <param name="timeout">How long the program may run before it is ended; 30 seconds if not given.</param>
    public CommandSink(string name, string program, IReadOnlyList<string>? arguments = null, TimeSpan? timeout = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(program);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout ?? DefaultTimeout, TimeSpan.Zero, nameof(timeout));
        (Name, _program, _arguments, _timeout) = (name, program, arguments ?? [], timeout ?? DefaultTimeout);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async Task SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        using var process = new Process { StartInfo = CreateStartInfo() };
        process.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            var error = await TalkAsync(process, notice, limit.Token).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new MlOpsException(
                    MlOpsError.Refused,
                    $"Program '{_program}' ended with exit code {process.ExitCode}{(error.Length == 0 ? "." : $": {error}")}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MlOpsException(MlOpsError.Refused, $"Program '{_program}' did not end within {_timeout}, and was ended.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<string> TalkAsync(Process process, Notice notice, CancellationToken cancellationToken)
    {
        // A program that fills a pipe which nobody reads would wait forever.
        var output = ReadAsync(process.StandardOutput, cancellationToken);
        var error = ReadAsync(process.StandardError, cancellationToken);
        try
        {
            await process.StandardInput.WriteAsync(notice.ToJson().AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program does not read its input. Its exit code says whether that is an error.
        }

        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await output.ConfigureAwait(false);
        return await error.ConfigureAwait(false);
    }

    // The beginning, and all of the rest is thrown away.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new char[4096]);
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            text.Append(buffer, 0, Math.Min(count, Math.Max(0, MaxErrorLength - text.Length)));

        return text.ToString().Trim();
    }

    private ProcessStartInfo CreateStartInfo()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(_program, _arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        foreach (var name in SecretVariables)
            start.Environment.Remove(name);

        return start;
    }
}
