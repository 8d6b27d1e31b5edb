namespace MlOps.Testing;

/// <summary>
/// A directory of one test, which every user can enter. It and its servers are removed after the test, or after a killed run.
/// </summary>
internal sealed class TestDirectory : IDisposable
{
    private readonly ServerReaper _reaper;

    public TestDirectory()
    {
        Path = Directory.CreateTempSubdirectory("mlops-test-").FullName;
        _reaper = new ServerReaper(Path);
        _reaper.Watch();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    public string Path { get; }

    public string Child(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Programs that answer --version like those of PostgreSQL.</summary>
    public string AddPrograms(string name, string version, params string[] without)
    {
        var directory = Directory.CreateDirectory(Child(name)).FullName;
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" }.Except(without))
        {
            var file = System.IO.Path.Combine(directory, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, (UnixFileMode)Convert.ToInt32("755", 8));
        }

        return directory;
    }

    public void Dispose()
    {
        _reaper.Dispose();
        if (OperatingSystem.IsWindows())
            Directory.Delete(Path, recursive: true);
        if (Directory.Exists(Path))
            throw new InvalidOperationException($"The directory {Path} could not be deleted.");
    }
}
