namespace Optimove.Attributes.Client.Testing;
