using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MlOps.Domain.Tests;

/// <summary>
/// Compares the two places that name the limit of a text: the property, where the database takes it from, and the guard.
/// It reads the source, since a call of a guard says in no other place which limit it enforces.
/// </summary>
public partial class TextLimitTests
{
    // A text that may be longer than this is stored without a limit, and the guard alone limits it.
    private const int LongestLimit = 4000;

    private static readonly Type[] Entities =
        [.. typeof(Entity).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Entity)))];

    private static readonly List<(PropertyInfo Property, int Limit)> Guards = [.. FindGuards()];

    [Fact]
    public void A_guard_enforces_the_limit_of_its_property()
    {
        Assert.True(Guards.Count > 100, $"Only {Guards.Count} calls of guards were found.");
        Assert.DoesNotContain(Guards, guard => FindLimit(guard.Property) is { } limit && limit != guard.Limit);
    }

    [Fact]
    public void A_text_without_a_limit_at_its_property_is_long() =>
        Assert.DoesNotContain(Guards, guard => FindLimit(guard.Property) is null && guard.Limit <= LongestLimit);

    [Fact]
    public void The_limits_of_properties_are_those_of_texts() => Assert.All(
        Entities.SelectMany(type => type.GetProperties()).Where(property => FindLimit(property) is not null),
        property => Assert.Equal(typeof(string), property.PropertyType));

    private static int? FindLimit(PropertyInfo property) => property.GetCustomAttribute<MaxLengthAttribute>()?.Length;

    private static IEnumerable<(PropertyInfo Property, int Limit)> FindGuards()
    {
        var source = Path.Combine(FindRepository(), "src", "MlOps.Domain");
        foreach (var entity in Entities)
        {
            var file = Assert.Single(Directory.GetFiles(source, $"{entity.Name}.cs", SearchOption.AllDirectories));
            foreach (Match call in GuardCall().Matches(File.ReadAllText(file)))
            {
                var property = entity.GetProperty(call.Groups["property"].Value)!;
                if (property.PropertyType == typeof(string))
                    yield return (property, FindConstant(entity, call.Groups["limit"].Value));
            }
        }
    }

    private static int FindConstant(Type entity, string name)
    {
        if (name == "int.MaxValue")
            return int.MaxValue;

        var parts = name.Split('.');
        var owner = parts.Length == 1 ? entity : entity.Assembly.GetTypes().Single(type => type.Name == parts[0]);
        return (int)owner.GetField(parts[^1], BindingFlags.Public | BindingFlags.Static | BindingFlags.FlattenHierarchy)!
            .GetRawConstantValue()!;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlOps.sln")))
            folder = folder.Parent;

        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"There is no MlOps.sln above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"Guard\.(?:Optional)?Text\([^;]*?nameof\((?<property>\w+)\),\s*(?<limit>[\w.]+)\)")]
    private static partial Regex GuardCall();
}
