package io.userservice.deploy;

import static java.util.stream.Collectors.joining;

import io.userservice.deploy.UserServiceApp.Stacks;
import io.userservice.deploy.choice.Choices;
import io.userservice.deploy.choice.Engine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** What the stacks come to: their templates, with what one imports from another replaced by what the other exports. */
final class Synthesis {

    /** No file: whether the service has been built must not matter to a test. */
    private static final String NO_ZIP = "target/no-function.zip";

    private static final Map<Choices, Synthesis> MADE = new HashMap<>();
    private static final Pattern HASH = Pattern.compile("[0-9A-F]{8}$");

    final Choices choices;
    final Stacks stacks;
    private final Map<Stack, Template> templates = new LinkedHashMap<>();

    private Synthesis(App app, Choices choices) {
        this.choices = choices;
        this.stacks = Stacks.in(app, choices);
        for (Stack stack : List.of(stacks.shared(), stacks.migration(), stacks.ecs(), stacks.lambda())) {
            templates.put(stack, Template.fromStack(stack));
        }
    }

    /** Chosen as on a command line, {@code engine=aurora}. Made once for all tests, so none of them changes it. */
    static synchronized Synthesis of(String... context) {
        App app = app(context);
        return MADE.computeIfAbsent(Choices.of(app.getNode()), choices -> new Synthesis(app, choices));
    }

    static Synthesis with(Engine engine) {
        return of("engine=" + engine);
    }

    /** An app with nothing in it but what is chosen. */
    static App app(String... context) {
        App app = UserServiceApp.app();
        app.getNode().setContext("functionZip", NO_ZIP);
        for (String chosen : context) {
            String[] both = chosen.split("=", 2);
            app.getNode().setContext(both[0], both[1]);
        }
        return app;
    }

    Template template(Stack stack) {
        return templates.get(stack);
    }

    List<Stack> all() {
        return List.copyOf(templates.keySet());
    }

    /** The properties of the stack's resources of a type, by logical id without its hash. */
    Map<String, Map<String, Object>> resources(Stack stack, String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        template(stack)
                .findResources(type)
                .forEach((id, resource) -> found.put(name(id), object(resource, "Properties")));
        return found;
    }

    /** The same of all stacks, as they are in the template: with what becomes of them, and what they come after. */
    Map<String, Map<String, Object>> everywhere(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        all().forEach(stack -> template(stack)
                .findResources(type)
                .forEach((id, resource) -> found.put(stack.getStackName() + "/" + name(id), resource)));
        return found;
    }

    Map<String, Object> only(Stack stack, String type) {
        Map<String, Map<String, Object>> found = resources(stack, type);
        if (found.size() != 1) {
            throw new AssertionError(type + ": expected one, found " + found.keySet());
        }
        return found.values().iterator().next();
    }

    /** The environment of the container of a task, as text. */
    Map<String, String> environment(Stack stack, String container) {
        return named(stack, container, "Environment", "Value");
    }

    /** Which field of which secret goes into which variable of the container. */
    Map<String, String> secrets(Stack stack, String container) {
        return named(stack, container, "Secrets", "ValueFrom");
    }

    private Map<String, String> named(Stack stack, String container, String list, String value) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Object definition : list(only(stack, "AWS::ECS::TaskDefinition"), "ContainerDefinitions")) {
            if (container.equals(object(definition).get("Name"))) {
                list(object(definition), list)
                        .forEach(entry -> variables.put(
                                (String) object(entry).get("Name"),
                                text(object(entry).get(value))));
            }
        }
        return variables;
    }

    /** The environment of the stack's function. */
    Map<String, String> functionEnvironment(Stack stack) {
        Map<String, String> variables = new LinkedHashMap<>();
        object(object(only(stack, "AWS::Lambda::Function"), "Environment"), "Variables")
                .forEach((name, value) -> variables.put(name, text(value)));
        return variables;
    }

    /** A value as text, in which <code>${Primary.Endpoint.Address}</code> stands for an attribute of a resource. */
    String text(Object value) {
        if (!(value instanceof Map<?, ?> function)) {
            return String.valueOf(value);
        }
        String kind = (String) function.keySet().iterator().next();
        Object argument = function.get(kind);
        return switch (kind) {
            case "Ref" -> "${" + name((String) argument) + "}";
            case "Fn::GetAtt" ->
                "${" + name((String) ((List<?>) argument).get(0)) + "." + ((List<?>) argument).get(1) + "}";
            case "Fn::Join" ->
                ((List<?>) ((List<?>) argument).get(1))
                        .stream().map(this::text).collect(joining((String) ((List<?>) argument).get(0)));
            case "Fn::ImportValue" -> exported(text(argument));
            default -> function.toString();
        };
    }

    private String exported(String name) {
        return template(stacks.shared()).findOutputs("*").values().stream()
                .filter(output -> name.equals(text(object(output, "Export").get("Name"))))
                .map(output -> text(output.get("Value")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody exports " + name));
    }

    private static String name(String logicalId) {
        return HASH.matcher(logicalId).replaceFirst("");
    }

    static Map<String, Object> object(Map<String, ?> parent, String key) {
        return object(parent.get(key));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    static List<?> list(Map<String, ?> parent, String key) {
        Object value = parent.get(key);
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
