using System.Globalization;
using System.Text;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>
/// The files of evaluated windows, in a directory of the operator's choice. The name of a file says what it is about, so a run that is
/// repeated replaces what a killed one wrote.
/// </summary>
internal sealed class ReportFiles(string directory)
{
    public (string Summary, string Report) FindPaths(ServiceMonitor monitor, DateTimeOffset windowEnd, int revision)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{windowEnd.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{revision}");
        var path = Path.Combine(Path.GetFullPath(directory), monitor.Id.ToString(), name);
        return ($"{path}.json", $"{path}.html");
    }

    /// <summary>Writes both files to the paths that the run names. A reader never sees half a file.</summary>
    /// <exception cref="MlOpsException">The directory cannot be written.</exception>
    public static async Task WriteAsync(EvaluatedWindow window, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(window.Run.DriftSummaryRef!)!);
            await WriteAsync(window.Run.DriftSummaryRef!, DriftSummary.Write(window), cancellationToken).ConfigureAwait(false);
            await WriteAsync(window.Run.DriftReportRef!, DriftReport.Write(window), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"The report of {window.Monitor} cannot be written: {e.Message} Let the process write there, or name another directory.",
                e);
        }
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        await File.WriteAllTextAsync(unfinished, text, new UTF8Encoding(false), cancellationToken).ConfigureAwait(false);
        File.Move(unfinished, path, overwrite: true);
    }
}
