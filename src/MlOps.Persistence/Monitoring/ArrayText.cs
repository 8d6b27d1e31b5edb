using System.Globalization;
using System.Text;

namespace MlOps.Persistence.Monitoring;

/// <summary>Arrays as PostgreSQL writes them. An array of arrays of different lengths can only be one of texts.</summary>
internal static class ArrayText
{
    public static string Of(IEnumerable<double> numbers) =>
        $"{{{string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}}}";

    public static string Of(IEnumerable<string> texts)
    {
        var array = new StringBuilder("{");
        foreach (var text in texts)
        {
            array.Append(array.Length == 1 ? "\"" : ",\"");
            array.Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return array.Append('}').ToString();
    }
}
