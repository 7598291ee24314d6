using System.Reflection;

namespace Optimove.Attributes.Client.Tests.Architecture;

public sealed class PublicTypesTests
{
    private static readonly Type[] Types = typeof(IOptimoveAttributesClient).Assembly.GetExportedTypes();

    [Fact]
    public void PublicTypes_AreFound()
    {
        Assert.Contains(typeof(CustomerUpdate), Types);
        Assert.Contains(typeof(OptimoveValidationException), Types);
        Assert.Contains(typeof(Microsoft.Extensions.DependencyInjection.OptimoveAttributesServiceCollectionExtensions), Types);
    }

    [Fact]
    public void PublicTypes_NeedOneUsing() =>
        Assert.DoesNotContain(Types, static type => type.Namespace != (type.IsAbstract && type.IsSealed && type.Name.EndsWith("ServiceCollectionExtensions", StringComparison.Ordinal)
            ? "Microsoft.Extensions.DependencyInjection"
            : "Optimove.Attributes.Client"));

    /// <summary>Errors that have kinds are open, those of a later feature included; nothing else is.</summary>
    [Fact]
    public void PublicTypes_AreSealedOrAbstractButForErrorsWithKinds() =>
        Assert.Equal(
            [typeof(OptimoveApiException), typeof(OptimoveTransportException), typeof(OptimoveValidationException)],
            Types.Where(static type => !type.IsSealed && !type.IsAbstract).OrderBy(static type => type.Name, StringComparer.Ordinal));

    /// <summary>Such a name would read as one of a .NET attribute.</summary>
    [Fact]
    public void PublicTypes_NoNameEndsInAttribute() =>
        Assert.DoesNotContain(Types, static type => type.Name.EndsWith("Attribute", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void PublicTypes_HaveNoNestedOnes() => Assert.DoesNotContain(Types, static type => type.IsNested);

    /// <summary>Errors go into logs and over borders: none may carry a request, an answer or a header along.</summary>
    [Fact]
    public void Errors_HoldPlainDataAlone()
    {
        var errors = Types.Where(static type => typeof(OptimoveException).IsAssignableFrom(type)).ToArray();
        Type[] plain = [typeof(string), typeof(bool), typeof(long?), typeof(TimeSpan?), typeof(System.Net.HttpStatusCode), typeof(IReadOnlyList<Violation>), typeof(IReadOnlyList<string>), typeof(CapUsage)];

        Assert.Contains(typeof(OptimoveRateLimitedException), errors);
        Assert.DoesNotContain(
            errors.Append(typeof(Violation)).SelectMany(static type => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)),
            field => !plain.Contains(field.FieldType));
    }
}
