using System.Reflection;
using MlOps.Domain;
using MlOps.Import;
using MlOps.Parquet;
using MlOps.Persistence;
using MlOps.Persistence.Tests.Docs;
using MlOps.Postgres;
using MlOps.PrivateServer;
using MlOps.Testing;
using PublicApiGenerator;

namespace MlOps.Architecture.Tests;

/// <summary>
/// What each package shows to applications, beside what was approved. scripts/approve-public-api writes the approved files
/// anew, so that a review sees each change of them.
/// </summary>
public class PublicApiTests
{
    private const string ApproveVariable = "MLOPS_APPROVE_PUBLIC_API";

    // They are public because dotnet ef writes them so.
    private static readonly ApiGeneratorOptions Options = new()
    {
        IncludeAssemblyAttributes = false,
        DenyNamespacePrefixes = ["MlOps.Persistence.Migrations"],
    };

    public static TheoryData<Assembly> Packages =>
    [
        typeof(Entity).Assembly,
        typeof(ServerVersion).Assembly,
        typeof(LocalServer).Assembly,
        typeof(MlOpsDbContext).Assembly,
        typeof(DatabaseImport).Assembly,
        typeof(SliceExport).Assembly,
        typeof(TestServer).Assembly,
    ];

    [Theory, MemberData(nameof(Packages))]
    public void A_package_shows_what_was_approved(Assembly package)
    {
        var file = Documents.PathOf($"tests/MlOps.Architecture.Tests/PublicApi/{package.GetName().Name}.txt");
        var shown = package.GeneratePublicApi(Options).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable(ApproveVariable) is { Length: > 0 })
            File.WriteAllText(file, shown);

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(approved == shown,
            $"{Path.GetFileName(file)}: {FindDifference(approved, shown)} Make it internal, or run scripts/approve-public-api.");
    }

    private static string FindDifference(string approved, string shown)
    {
        var (before, after) = (approved.Split('\n'), shown.Split('\n'));
        return string.Join(" ", after.Except(before).Take(3).Select(line => $"'{line.Trim()}' is new.")
            .Concat(before.Except(after).Take(3).Select(line => $"'{line.Trim()}' is missing.")));
    }
}
