using System.Text.RegularExpressions;
using MlOps.Testing;
using YamlDotNet.RepresentationModel;

namespace MlOps.Migrator.Tests.Deploy;

/// <summary>The container file, the compose file and the unit of systemd: what can be said of them without running them.</summary>
[NeedsNoServer]
public sealed partial class ServiceFilesTests
{
    private static readonly string Containerfile = DeployFolder.Read("Containerfile");
    private static readonly string Unit = DeployFolder.Read("mlops-serve.service");

    private static YamlMappingNode Services
    {
        get
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(DeployFolder.Read("compose.yml")));
            return (YamlMappingNode)yaml.Documents.Single().RootNode["services"];
        }
    }

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        // It would miss the program, which is installed elsewhere.
        var copy = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mlops-serve.service");
        await File.WriteAllTextAsync(copy, ExecStart().Replace(Unit, "ExecStart=/bin/true"));
        await Tool.AssertPassesIfThereAsync("systemd-analyze", "verify", "--man=no", copy);
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
    }

    [Fact]
    public void Each_file_that_the_services_mount_or_build_is_there()
    {
        var files = Volumes().Select(volume => volume.Split(':')[0]).Where(source => source.StartsWith('.')).ToList();
        Assert.Equal(3, files.Count);
        Assert.All(files.Append("Containerfile"), file => Assert.True(File.Exists(Path.Combine(DeployFolder.Path, file)), file));
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, "src", "MlOps.Migrator")));
        Assert.Contains("dotnet publish src/MlOps.Migrator ", Containerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_listens_beyond_the_machine_and_no_password_is_written_down()
    {
        var ports = Services.Children.Values.Where(service => Has(service, "ports"))
            .SelectMany(service => (YamlSequenceNode)service["ports"]).Select(port => $"{port}").ToList();
        Assert.Equal(2, ports.Count);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.Contains(" --urls http://127.0.0.1:5080 ", Unit, StringComparison.Ordinal);
        Assert.All(
            Passwords().Matches(DeployFolder.Read("compose.yml")).Select(match => match.Groups[1].Value),
            password => Assert.StartsWith("${MLOPS_", password, StringComparison.Ordinal));
    }

    [Fact]
    public void Images_have_a_version_and_the_server_is_not_root()
    {
        var images = Services.Children.Values.Select(service => $"{service["image"]}").Where(image => image != "mlops")
            .Concat(From().Matches(Containerfile).Select(match => match.Groups[1].Value)).ToList();
        Assert.Equal(5, images.Count);
        Assert.All(images, image => Assert.Matches(@":v?\d+(\.\d+)*$", image));
        Assert.Matches("\nUSER app\n(?:.*\n)*ENTRYPOINT", Containerfile);
        Assert.Contains("\nDynamicUser=yes\n", Unit, StringComparison.Ordinal);
    }

    [Fact]
    public void The_journal_is_where_it_outlives_the_process()
    {
        Assert.Contains("--journal\", \"/var/lib/mlops/journal\"", Containerfile, StringComparison.Ordinal);
        Assert.Contains("journal:/var/lib/mlops", Volumes());
        Assert.Contains("\nVOLUME /var/lib/mlops\n", Containerfile, StringComparison.Ordinal);
        Assert.Contains(" --journal /var/lib/mlops/journal\n", Unit, StringComparison.Ordinal);
        Assert.Contains("\nStateDirectory=mlops\n", Unit, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_settings_of_prometheus_differ_in_the_name_of_the_server_and_in_its_token() => Assert.Equal(
        Settings("prometheus.yml"),
        Settings("prometheus.compose.yml").Replace("[serve:", "[localhost:", StringComparison.Ordinal).Replace(
            "    authorization:\n      credentials_file: /run/secrets/metrics_token\n", "", StringComparison.Ordinal));

    // Without its first line, which says what it is for.
    private static string Settings(string file) => DeployFolder.Read($"prometheus/{file}").Split('\n', 2)[1];

    private static List<string> Volumes() =>
    [
        .. Services.Children.Values.Where(service => Has(service, "volumes"))
            .SelectMany(service => (YamlSequenceNode)service["volumes"]).Select(volume => $"{volume}"),
    ];

    private static bool Has(YamlNode service, string key) => ((YamlMappingNode)service).Children.ContainsKey(key);

    [GeneratedRegex("^ExecStart=.*$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex(@"PASSWORD: (\S+)")]
    private static partial Regex Passwords();

    [GeneratedRegex(@"^FROM (\S+)", RegexOptions.Multiline)]
    private static partial Regex From();
}
