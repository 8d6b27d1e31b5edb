using MlOps.Domain;
using MlOps.Domain.Features;

namespace MlOps.Migrator.Demo.World;

/// <summary>What a model is asked about: the numbers of its service and a category.</summary>
internal sealed record Inputs(double[] Numbers, string Category)
{
    public FeatureVector ToVector(FeatureSchema schema) =>
        FeatureVector.Of(schema, [.. Numbers.Select(number => (double?)number)], [Category]);

    /// <summary>As a document: names and values.</summary>
    public Json ToJson(DemoService service)
    {
        var document = service.Numbers.Zip(Numbers).ToDictionary(pair => pair.First.Name, pair => (object)pair.Second);
        document.Add(service.CategoryName, Category);
        return Json.From(document);
    }

    /// <summary>
    /// As a model reads them: the numbers in units of their spread, then for each category but the first 1 if it is this one, or else 0.
    /// </summary>
    public double[] Encode(DemoService service) =>
    [
        .. service.Numbers.Zip(Numbers, (number, value) => number.Standardise(value)),
        .. service.Categories.Skip(1).Select(category => category == Category ? 1.0 : 0),
    ];
}
