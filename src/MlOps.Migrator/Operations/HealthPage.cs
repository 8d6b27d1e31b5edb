using MlOps.Domain.Monitoring;

namespace MlOps.Migrator.Operations;

/// <summary>What a check of the system found, part by part.</summary>
internal static class HealthPage
{
    public static void Write(Output output, string target, HealthSnapshot found)
    {
        var listing = new Listing("Check", "State", "Seen", "To do");
        foreach (var finding in found.Findings)
            listing.Add(finding.Name, Show(finding), finding.Detail, finding.Remedy);

        output.Write(listing);
        var hidden = found.Findings.Count(finding => !finding.IsVisible);
        var limits = hidden == 0 ? "" : $", as far as this login sees it. Checks that are not visible: {hidden}";
        output.Note($"The {target} is {Name(found.State)}{limits}.");
    }

    private static string Show(HealthFinding finding) => finding.IsVisible ? Name(finding.State) : "not visible";

    private static string Name(HealthState state) => state switch
    {
        HealthState.Healthy => "healthy",
        HealthState.Degraded => "degraded",
        _ => "unhealthy",
    };
}
