using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Story;

/// <summary>What the demo calls what it makes.</summary>
internal static class Names
{
    public static string Policy { get; } = $"{DemoServices.Tasks.ModelName} gate";

    /// <summary>The monitor that compares with what a version was trained on.</summary>
    public static string MonitorOf(string version) => $"{DemoServices.Tasks.ModelName} against version {version}";
}
