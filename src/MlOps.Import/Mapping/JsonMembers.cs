using System.Text.Json;

namespace MlOps.Import.Mapping;

/// <summary>Writes objects of JSON. The texts of the values stay as they were, so numbers have all their digits.</summary>
internal static class JsonMembers
{
    public static string Write(IEnumerable<(string Name, string Text)> members) =>
        $"{{{string.Join(", ", members.Select(member => $"{JsonSerializer.Serialize(member.Name)}: {member.Text}"))}}}";
}
