using MlOps.Testing;

namespace MlOps.PrivateServer.Tests;

/// <summary>The directory of each project.</summary>
public sealed class LocalHomeTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(".git")]
    [InlineData("Shop.sln")]
    [InlineData("Shop.slnx")]
    public void The_nearest_directory_with_a_repository_or_solution_is_the_project(string mark)
    {
        var project = Directory.CreateDirectory(_directory.Child("shop")).FullName;
        File.WriteAllText(Path.Combine(project, mark), "");
        var deep = Directory.CreateDirectory(Path.Combine(project, "src", "deep")).FullName;

        var fromDeep = LocalHome.OfProject(deep, "/data");

        Assert.Matches("^/data/shop-[0-9a-f]{8}$", fromDeep.Directory);
        Assert.Equal(LocalHome.OfProject(project, "/data"), fromDeep);
        Assert.Equal("/data/postgres", fromDeep.BinariesCache);
    }

    [Fact]
    public void Projects_of_one_name_in_two_places_have_two_homes()
    {
        var homes = new[] { "a/shop", "b/shop" }.Select(name =>
        {
            Directory.CreateDirectory(_directory.Child($"{name}/.git"));
            return LocalHome.OfProject(_directory.Child(name), "/data").Directory;
        });

        Assert.Equal(2, homes.Distinct().Count());
    }

    [Fact]
    public void A_moved_home_keeps_the_cache_too()
    {
        var home = LocalHome.In("relative");

        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "relative"), home.Directory);
        Assert.StartsWith(home.Directory, home.BinariesCache, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_the_path_is_refused() =>
        Assert.Equal(PrivateServerError.Directory, Assert.Throws<PrivateServerException>(() => LocalHome.In("/tmp/a\nb")).Error);
}
