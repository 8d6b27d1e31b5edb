namespace MlOps.Migrator.Tests.Deploy;

/// <summary>The folder with what runs MlOps beside the programs of others.</summary>
internal static class DeployFolder
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "deploy");

    public static string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));
}
