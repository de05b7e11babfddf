package adjoint.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Says no to operations that are not computed. DJL's interfaces have some hundreds of them: proxies save us writing each down. */
final class Refusal {

    /** In the place of an engine that would help out: its arrays refuse each operation by name. */
    static final NDManager MANAGER = proxy(NDManager.class, Refusal::manage);

    private static final NDArray ARRAY = proxy(NDArray.class, Refusal::compute);

    private Refusal() {
    }

    static UnsupportedOperationException of(String operation) {
        return new UnsupportedOperationException(
                operation + ": must be one of the operations of the engine " + AdjointEngine.NAME
                        + ", which computes what DJL's translators need around a network; compute it in Java on toFloatArray()");
    }

    /** The operations that {@code computed} has, private ones left out, with defaults, and a refusal of the others. */
    static NDArrayEx others(Object computed) {
        return proxy(NDArrayEx.class, (proxy, method, arguments) -> {
            Optional<Method> own = Stream.of(computed.getClass().getDeclaredMethods())
                    .filter(each -> !Modifier.isPrivate(each.getModifiers()) && each.getName().equals(method.getName())
                            && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()))
                    .findFirst();
            if (own.isEmpty()) {
                return method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : refuse(proxy, method, arguments);
            }
            try {
                return own.get().invoke(computed, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Refusal.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object manage(Object proxy, Method method, Object[] arguments) {
        if (method.getName().equals("from")) {
            return ARRAY;
        }
        return refuse(proxy, method, arguments);
    }

    private static Object compute(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            // DJL hands the elements over before it asks, and lets go of them at the end.
            case "close" -> null;
            case "set" -> {
                if (arguments.length == 1) {
                    yield null;
                }
                throw of("set");
            }
            default -> refuse(proxy, method, arguments);
        };
    }

    /** Only what every object can do is done. */
    private static Object refuse(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "refusal";
            default -> throw of(method.getName());
        };
    }
}
