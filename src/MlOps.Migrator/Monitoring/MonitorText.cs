using System.Globalization;
using MlOps.Domain.Monitoring;

namespace MlOps.Migrator.Monitoring;

/// <summary>Parts of a monitor in the form in which they are typed.</summary>
internal static class MonitorText
{
    public const string Previous = "previous";

    public static string Show(MonitorReference reference) => reference switch
    {
        { BaselineVersionId: { } version } => $"baseline of version {version}",
        { Window: { } window } => $"{Times.Show(window.Start)}..{Times.Show(window.End)}",
        _ => Previous,
    };

    public static string Show(MonitorRule rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(rule.Feature is null ? "" : $"{rule.Feature}=")}{rule.Method}:{rule.Warning}" +
        $"{(rule.Critical is null ? "" : $":{rule.Critical}")}{ShowEdges(rule.Edges)}");

    private static string ShowEdges(IReadOnlyList<double>? edges) => edges is null
        ? "" : $"@{string.Join(',', edges.Select(edge => edge.ToString(CultureInfo.InvariantCulture)))}";
}
